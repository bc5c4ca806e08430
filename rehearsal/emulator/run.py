"""Runs the emulator, and ends it with the process that started it, unless the rehearsal is kept.

Environment: REHEARSAL_OWNER, the process id of the command that started it; REHEARSAL_KEEP, a file that exists while the
rehearsal is kept. A command that was killed leaves no emulator behind.
"""

import os
import threading
import time


def owner_is_alive(owner):
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_with_owner(owner, keep):
    while owner_is_alive(owner) or os.path.exists(keep):
        time.sleep(0.5)
    os._exit(0)


if __name__ == "__main__":
    arguments = (int(os.environ["REHEARSAL_OWNER"]), os.environ["REHEARSAL_KEEP"])
    threading.Thread(target=end_with_owner, args=arguments, daemon=True).start()
    from ministack.app import main

    main()
