"""Out of the way, without deleting.

Where thousands of files were deleted within the last minutes, ext4 takes several times as long to make one: it looks at
each inode that it could give again, and passes over those that were freed a short while ago. No machine that begins a
build has just deleted another. So what is done with is moved, and emptied for the space; it goes when all is measured.
"""

import contextlib
import functools
import os
import pathlib
import shutil
import stat
import tempfile


@contextlib.contextmanager
def directory(prefix):
    """A new directory for temporary files, to be put aside at the end."""
    path = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield path
    finally:
        put(path)


@functools.cache
def place():
    """Where all of it goes, until the program ends."""
    return tempfile.TemporaryDirectory(prefix="larder-aside-")


def put(path):
    """Takes a directory or a file away, if there is one."""
    path = pathlib.Path(path)
    if not os.path.lexists(path):
        return
    there = pathlib.Path(tempfile.mkdtemp(dir=place().name)) / path.name
    try:
        path.rename(there)
    except OSError:
        # It lies on another file system.
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        return
    for parent, _, names in os.walk(there):
        for name in names:
            empty(os.path.join(parent, name))


def empty(file):
    """Unless it has another name, by which it may be in use."""
    state = os.lstat(file)
    if stat.S_ISREG(state.st_mode) and state.st_nlink == 1 and state.st_size > 0:
        os.truncate(file, 0)
