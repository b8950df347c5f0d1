"""A worker of Majordomo, written from RFC 7 on a bare DEALER: mdp_worker.py ENDPOINT SERVICE

It echoes, sends a heartbeat every 100 ms and registers again when the broker sends DISCONNECT or is silent for a second. Lines on its
standard input: "silent" ends its heartbeats and answers, "invalid" sends a command that there is not, "leave" sends DISCONNECT and ends
it. It prints each command that it receives, and "ready" each time it has registered.
"""
import sys
import time

import zmq

READY, REQUEST, REPLY, HEARTBEAT, DISCONNECT = b"\1", b"\2", b"\3", b"\4", b"\5"
NAMES = {REQUEST: "REQUEST", HEARTBEAT: "HEARTBEAT", DISCONNECT: "DISCONNECT"}


def say(line):
    print(line, flush=True)


class Worker:
    def __init__(self, endpoint, service):
        self.context = zmq.Context()
        self.endpoint = endpoint
        self.service = service
        self.socket = None
        self.silent = False

    def register(self):
        if self.socket is not None:
            self.socket.close(0)
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.connect(self.endpoint)
        self.send(READY, self.service)
        self.heard = time.monotonic()
        say("ready")

    def send(self, command, *frames):
        self.socket.send_multipart([b"", b"MDPW01", command, *frames])

    def receive(self):
        empty, protocol, command, *rest = self.socket.recv_multipart()
        if empty != b"" or protocol != b"MDPW01":
            sys.exit(f"came {empty} {protocol}")
        self.heard = time.monotonic()
        if command != HEARTBEAT:
            say(NAMES.get(command, command.hex()))
        if self.silent:
            return
        if command == REQUEST:
            address, delimiter, *body = rest
            if delimiter != b"" or not body:
                sys.exit(f"came a request of {rest}")
            self.send(REPLY, address, b"", *body)
        elif command == DISCONNECT:
            self.register()

    def run(self):
        self.register()
        poller = zmq.Poller()
        poller.register(sys.stdin, zmq.POLLIN)
        beat = time.monotonic()
        while True:
            self.wait(poller)
            now = time.monotonic()
            if not self.silent and now >= beat + 0.1:
                beat = now
                self.send(HEARTBEAT)
            if not self.silent and now >= self.heard + 1:
                self.register()

    def wait(self, poller):
        poller.register(self.socket, zmq.POLLIN)
        socket = self.socket
        ready = dict(poller.poll(50))
        poller.unregister(socket)
        if sys.stdin.fileno() in ready:
            self.obey(sys.stdin.readline().strip())
        if socket in ready:
            self.receive()

    def obey(self, line):
        if line == "silent":
            self.silent = True
        elif line == "invalid":
            self.send(b"\x09")
        else:
            self.send(DISCONNECT)
            self.socket.close(1000)
            self.context.term()
            say("left")
            sys.exit(0)


Worker(sys.argv[1], sys.argv[2].encode()).run()
