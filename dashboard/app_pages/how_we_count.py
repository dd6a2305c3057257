"""How we count: every metric as it is declared, two rule books side by side, what is hidden, who lives here."""

from dashboard import catalogue_list, counting
from dashboard.view import View


def render(view: View) -> None:
    match counting.part_switch(view):
        case "rule_books":
            counting.rule_books(view)
        case "hidden":
            counting.hidden(view)
        case "residents":
            counting.residents(view)
        case _:
            catalogue_list.metrics(view)
