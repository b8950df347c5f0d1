"""A client of the Hello server, of another runtime; its frames are made by hand.

hello.py WHAT ENDPOINT   does one of the things below, and prints "done"

A message is one frame: the signature 0xAAA7, the id in one byte, the sequence in four, most significant first, and a name, if the
message has one: its length in one byte, then its bytes.
"""
import struct
import sys

import zmq

DEADLINE = 30
HELLO, WORLD, PING, PING_OK = 1, 2, 3, 4


def message(number, sequence, name=None):
    frame = struct.pack(">HBI", 0xAAA7, number, sequence)
    return frame if name is None else frame + struct.pack("B", len(name)) + name


def client(identity=None):
    socket = context.socket(zmq.DEALER)
    if identity:
        socket.identity = identity
    socket.rcvtimeo = DEADLINE * 1000
    socket.connect(endpoint)
    return socket


def expect(socket, *frames):
    received = socket.recv_multipart()
    if received != list(frames):
        sys.exit(f"expected {list(frames)}, received {received}")


def greeting(name, number):
    return b"Hello, " + name + b"! You are number " + str(number).encode() + b"."


def greet():
    socket = client()
    for sequence, name in enumerate([b"Ada", b"", "Grüße 名".encode()]):
        socket.send(message(HELLO, sequence, name))
        expect(socket, message(WORLD, sequence, greeting(name, 1)))


def ping():
    socket = client()
    for sequence in [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]:
        socket.send(message(PING, sequence))
        expect(socket, message(PING_OK, sequence))


def pipeline():
    socket = client()
    for sequence in range(5000):
        socket.send(message(PING, sequence) if sequence % 2 else message(HELLO, sequence, b"you"))
    for sequence in range(5000):
        expect(socket, message(PING_OK, sequence) if sequence % 2 else message(WORLD, sequence, greeting(b"you", 1)))


def malformed():
    socket = client()
    good = message(HELLO, 1, b"name")
    bad = [good[:length] for length in range(len(good))]
    bad += [message(number, 1) for number in (0, 5, 255)]
    bad += [good[:7] + b"\xff" + good[8:], b"\0" * 1000, b"GET / HTTP/1.1\r\n\r\n"]
    for sequence, data in enumerate(bad):
        socket.send(data)
        socket.send_multipart([data, b"more", b""])
        socket.send_multipart([b"", message(PING, 0)])
        socket.send(message(PING, sequence))
    for sequence in range(len(bad)):
        expect(socket, message(PING_OK, sequence))


def signature():
    socket = client()
    for number in (0xAAA0, 0xAAA6, 0xA7AA, 0x5557, 0):
        socket.send(struct.pack(">HBI", number, PING, 1))
    socket.send(message(PING, 2))
    expect(socket, message(PING_OK, 2))


def many():
    sockets = [client() for _ in range(100)]
    for sequence, socket in enumerate(sockets):
        socket.send(message(PING, sequence))
    for sequence, socket in enumerate(sockets):
        expect(socket, message(PING_OK, sequence))


def reconnect():
    for sequence in range(5):
        socket = client(b"me")
        socket.send(message(HELLO, sequence, b"you"))
        expect(socket, message(WORLD, sequence, greeting(b"you", 1)))
        socket.close(0)


def restart():
    socket = client()
    sequence = 0
    while True:
        # What is sent to a server that is about to go may be lost: ask until this question, or a later one, is answered.
        first = sequence
        deadline = DEADLINE * 10
        while True:
            socket.send(message(PING, sequence))
            sequence += 1
            if socket.poll(100):
                (frame,) = socket.recv_multipart()
                if frame[:3] == message(PING_OK, 0)[:3] and struct.unpack(">I", frame[3:])[0] >= first:
                    break
            deadline -= 1
            if not deadline:
                sys.exit("was not answered")
        print("served", flush=True)
        if not sys.stdin.readline():
            break


what, endpoint = sys.argv[1:]
context = zmq.Context()
context.linger = 0
{"greet": greet, "ping": ping, "pipeline": pipeline, "malformed": malformed, "signature": signature, "many": many,
 "reconnect": reconnect, "restart": restart}[what]()
print("done", flush=True)
context.destroy(0)
