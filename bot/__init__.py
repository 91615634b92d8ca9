"""«Отклик»: residents write to their administration in any messenger, and nobody forgets the answer."""
