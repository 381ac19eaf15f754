#!/usr/bin/python3
"""rfb.py SOCKET SECRET-FILE [--png FILE] [--colours N] [--timeout S] [--type TEXT] [--since EPOCH-SECONDS]

A small RFB 3.8 viewer on a unix socket, for tests: logs in by VncAuth, waits until the screen shows
at least N colours, types TEXT ('@' = Ctrl+Space, '\\n' = Return), saves a picture. Prints the times
from --since (default: now) on. Exit 1 when refused or timed out. Standard library and openssl only.
"""

import argparse
import socket
import struct
import subprocess
import sys
import time
import zlib

COPY_RECT, RAW, DESKTOP_SIZE, EXTENDED_DESKTOP_SIZE = 1, 0, -223, -308


def des_answer(secret, challenge):
    """VncAuth: DES with the bits of each key byte reversed; the key is cut to 8 bytes."""
    key = bytes(int(f"{byte:08b}"[::-1], 2) for byte in secret[:8].ljust(8, b"\0"))
    command = ["openssl", "enc", "-des-ecb", "-K", key.hex(), "-nopad", "-provider", "legacy", "-provider", "default"]
    return subprocess.run(command, input=challenge, capture_output=True, check=True).stdout


class Viewer:
    def __init__(self, path, secret, deadline):
        self.deadline = deadline
        self.socket = self.connect(path)
        self.log_in(secret)
        self.socket.sendall(b"\1")
        self.width, self.height = struct.unpack(">HH", self.read(4))
        self.read(16)
        self.title = self.read(struct.unpack(">I", self.read(4))[0]).decode()
        self.pixels = bytearray(self.width * self.height * 4)
        self.socket.sendall(struct.pack(">BxxxBBBBHHHBBBxxx", 0, 32, 24, 0, 1, 255, 255, 255, 16, 8, 0))
        encodings = (COPY_RECT, RAW, DESKTOP_SIZE, EXTENDED_DESKTOP_SIZE)
        self.socket.sendall(struct.pack(">BxH4i", 2, len(encodings), *encodings))

    def connect(self, path):
        while True:
            try:
                connection = socket.socket(socket.AF_UNIX)
                connection.settimeout(5)
                connection.connect(path)
                return connection
            except OSError:
                if time.time() > self.deadline:
                    sys.exit("nobody listens on " + path)
                time.sleep(0.02)

    def read(self, count):
        data = bytearray()
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise EOFError(f"closed after {len(data)} of {count} bytes")
            data += part
        return bytes(data)

    def log_in(self, secret):
        self.read(12)
        self.socket.sendall(b"RFB 003.008\n")
        count = self.read(1)[0]
        if not count:
            sys.exit("refused: " + self.reason())
        if 2 not in self.read(count):
            sys.exit("VncAuth is not offered")
        self.socket.sendall(b"\2")
        self.socket.sendall(des_answer(secret, self.read(16)))
        if struct.unpack(">I", self.read(4))[0]:
            sys.exit("authentication failed: " + self.reason())

    def reason(self):
        return self.read(struct.unpack(">I", self.read(4))[0]).decode()

    def update(self, incremental):
        """Asks for an update and takes messages until pixels came."""
        painted = 0
        while not painted:
            # TigerVNC may answer a full request by its size alone, which uses the request up
            self.socket.sendall(struct.pack(">BBHHHH", 3, incremental, 0, 0, self.width, self.height))
            painted = self.take_message()
            incremental = 1

    def take_message(self):
        kind = self.read(1)[0]
        if kind == 1:
            self.read(3)
            self.read(6 * struct.unpack(">H", self.read(2))[0])
        elif kind == 3:
            self.read(3)
            self.read(struct.unpack(">I", self.read(4))[0])
        if kind != 0:
            return self.take_message()
        self.read(1)
        return sum(self.take_rectangle() for _ in range(struct.unpack(">H", self.read(2))[0]))

    def take_rectangle(self):
        x, y, width, height, encoding = struct.unpack(">HHHHi", self.read(12))
        if encoding == RAW:
            self.paint(x, y, width, height, self.read(width * height * 4))
            return width * height
        if encoding == COPY_RECT:
            from_x, from_y = struct.unpack(">HH", self.read(4))
            rows = [self.row(from_x, from_y + line, width) for line in range(height)]
            self.paint(x, y, width, height, b"".join(rows))
            return width * height
        if encoding == EXTENDED_DESKTOP_SIZE:
            self.read(16 * self.read(4)[0])
        if (self.width, self.height) != (width, height):
            self.width, self.height = width, height
            self.pixels = bytearray(width * height * 4)
        return 0

    def row(self, x, y, width):
        start = (y * self.width + x) * 4
        return bytes(self.pixels[start : start + width * 4])

    def paint(self, x, y, width, height, data):
        for line in range(height):
            start = ((y + line) * self.width + x) * 4
            self.pixels[start : start + width * 4] = data[line * width * 4 : (line + 1) * width * 4]

    def colours(self):
        return len({bytes(self.pixels[at : at + 3]) for at in range(0, len(self.pixels), 28)})

    def refresh(self, seconds):
        """Takes what changes within so many seconds."""
        end = time.time() + seconds
        while time.time() < end:
            self.socket.settimeout(max(0.05, end - time.time()))
            try:
                self.update(1)
            except TimeoutError:
                break
        self.socket.settimeout(5)

    def key(self, *symbols):
        for symbol in symbols:
            self.socket.sendall(struct.pack(">BBxxI", 4, 1, symbol))
        for symbol in reversed(symbols):
            self.socket.sendall(struct.pack(">BBxxI", 4, 0, symbol))
        time.sleep(0.05)

    def type(self, text):
        for char in text:
            if char == "@":
                self.key(0xFFE3, 0x20)
            else:
                self.key(0xFF0D if char == "\n" else ord(char))

    def save(self, file):
        rows = bytearray()
        for y in range(self.height):
            row = self.row(0, y, self.width)
            rgb = bytearray(self.width * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows += b"\0" + rgb
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        with open(file, "wb") as png:
            png.write(b"\x89PNG\r\n\x1a\n")
            for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")):
                png.write(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("socket")
    parser.add_argument("secret_file")
    parser.add_argument("--png")
    parser.add_argument("--colours", type=int, default=0)
    parser.add_argument("--timeout", type=float, default=30)
    parser.add_argument("--type", default="")
    parser.add_argument("--since", type=float, default=time.time())
    options = parser.parse_args()
    with open(options.secret_file, "rb") as file:
        secret = file.read().rstrip(b"\n")
    deadline = time.time() + options.timeout
    viewer = Viewer(options.socket, secret, deadline)
    viewer.update(0)
    print(f"first frame {time.time() - options.since:.2f} s, {viewer.width}x{viewer.height}, {viewer.title}")
    while viewer.colours() < options.colours:
        if time.time() > deadline:
            sys.exit(f"only {viewer.colours()} colours")
        viewer.refresh(0.2)
    print(f"{viewer.colours()} colours {time.time() - options.since:.2f} s")
    if options.type:
        viewer.type(options.type.replace("\\n", "\n"))
        viewer.refresh(3)
    if options.png:
        viewer.save(options.png)


if __name__ == "__main__":
    main()
