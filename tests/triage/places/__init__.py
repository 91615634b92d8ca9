"""Messages that say where, and a fair way of counting how well they are understood."""
