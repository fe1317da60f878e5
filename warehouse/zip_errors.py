"""What a damaged zip from the network raises while it is read."""

import lzma
import struct
import zipfile
import zlib

BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, OSError)
"""By the part that is damaged and the way its files are packed; NotImplementedError is a RuntimeError."""
