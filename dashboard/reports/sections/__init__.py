"""The parts of a report, in the order in which `build` asks for them."""
