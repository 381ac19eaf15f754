"""names.py ADDRESS: a name server that answers every question with 192.0.2.7."""

import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((sys.argv[1], 53))
while True:
    question, peer = server.recvfrom(512)
    end = question.index(0, 12) + 5
    header = question[:2] + b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00"
    answer = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x07"
    server.sendto(header + question[12:end] + answer, peer)
