"""Tables as files: rows in, CSV, Excel or JSON lines out; they know nothing of appeals."""
