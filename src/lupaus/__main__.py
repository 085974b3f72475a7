"""``python -m lupaus``."""

import sys

from lupaus.cli import main

sys.exit(main())
