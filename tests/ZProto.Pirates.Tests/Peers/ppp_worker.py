"""A Paranoid Pirate worker, written from RFC 6 on a bare DEALER: ppp_worker.py ENDPOINT

It echoes, sends a heartbeat every 100 ms, and begins a new conversation when its queue was silent for a second. A line on its standard
input: "silent" ends its heartbeats and answers. It prints "READY" and "REQUEST", and "no heartbeat" each time that its queue is silent.
"""
import sys
import time

import zmq

READY, HEARTBEAT = b"\1", b"\2"


def say(line):
    print(line, flush=True)


class Worker:
    def __init__(self, endpoint):
        self.context = zmq.Context()
        self.endpoint = endpoint
        self.silent = False
        self.socket = None

    def begin(self):
        if self.socket is not None:
            self.socket.close(0)
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.connect(self.endpoint)
        self.socket.send(READY)
        self.heard = time.monotonic()
        say("READY")

    def receive(self):
        frames = self.socket.recv_multipart()
        self.heard = time.monotonic()
        if frames == [HEARTBEAT]:
            return
        address, delimiter, *body = frames
        if delimiter != b"" or not body:
            sys.exit(f"came {frames}")
        say("REQUEST")
        if not self.silent:
            self.socket.send_multipart([address, b"", *body])

    def run(self):
        self.begin()
        beat = time.monotonic()
        while True:
            poller = zmq.Poller()
            poller.register(sys.stdin, zmq.POLLIN)
            poller.register(self.socket, zmq.POLLIN)
            ready = dict(poller.poll(50))
            if sys.stdin.fileno() in ready:
                line = sys.stdin.readline()
                if not line:
                    return
                self.silent = line.strip() == "silent"
            if self.socket in ready:
                self.receive()
            if not self.silent and time.monotonic() >= beat + 0.1:
                beat = time.monotonic()
                self.socket.send(HEARTBEAT)
            if time.monotonic() >= self.heard + 1:
                say("no heartbeat")
                self.silent = False
                self.begin()


Worker(sys.argv[1]).run()
