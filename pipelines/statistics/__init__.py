"""Statistics on which pages and reports rest; each says when it gives no figure, by a code of `reasons`."""
