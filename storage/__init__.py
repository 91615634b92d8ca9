"""The database and the photo files: tables, transactions, inbox, outbox, migrations."""
