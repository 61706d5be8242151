"""Start Generatorium."""

import multiprocessing
import sys


def main() -> int:
    """Start the program; where Qt cannot be loaded, say in one sentence what is missing."""
    try:
        from gui.app import run
    except ImportError as error:
        sys.stderr.write(
            f"Generatorium cannot start: {error}. Install its packages with "
            "`python -m pip install -e .`; on Debian and Ubuntu `sh .ci/system-packages` "
            "installs the libraries that Qt needs.\n"
        )
        return 1
    return run(sys.argv)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
