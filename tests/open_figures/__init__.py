"""What anybody may see: the public page, Open311, released pictures."""
