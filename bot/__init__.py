"""«Отклик»: residents write to their administration in any messenger, and nobody forgets the answer."""

import os

# One message is little work: threads of the linear algebra would only wait for each other, and hold memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
