"""A Paranoid Pirate queue, written from RFC 6 on two bare ROUTERs: ppp_queue.py CLIENTS WORKERS

It gives each request to the worker that has waited longest, sends its workers a heartbeat every 100 ms, and drops those that were silent
for a second. It prints both endpoints, and "READY", "REPLY" and "dead". A line on its standard input: "silent" makes it send and answer
nothing until the line "awake", as if it had hung.
"""
import collections
import sys
import time

import zmq

READY, HEARTBEAT = b"\1", b"\2"


def say(line):
    print(line, flush=True)


class Queue:
    def __init__(self, clients, workers):
        context = zmq.Context()
        self.frontend = self.bind(context, clients)
        self.backend = self.bind(context, workers)
        self.heard = {}
        self.idle = collections.deque()
        self.silent = False

    @staticmethod
    def bind(context, endpoint):
        socket = context.socket(zmq.ROUTER)
        socket.bind(endpoint)
        say(socket.last_endpoint.decode())
        return socket

    def of_worker(self, worker, *frames):
        known = worker in self.heard
        if frames == (READY,):
            say("READY")
            self.heard[worker] = time.monotonic()
            self.idle.append(worker)
        elif not known:
            say("out of turn")
        elif frames == (HEARTBEAT,):
            self.heard[worker] = time.monotonic()
        else:
            client, delimiter, *body = frames
            if delimiter != b"" or not body:
                sys.exit(f"came a reply of {frames}")
            say("REPLY")
            self.heard[worker] = time.monotonic()
            self.idle.append(worker)
            self.frontend.send_multipart([client, b"", *body])

    def beat(self):
        now = time.monotonic()
        for worker in [worker for worker, heard in self.heard.items() if now >= heard + 1]:
            say("dead")
            del self.heard[worker]
            if worker in self.idle:
                self.idle.remove(worker)
        for worker in self.heard:
            self.backend.send_multipart([worker, HEARTBEAT])

    def run(self):
        poller = zmq.Poller()
        poller.register(sys.stdin, zmq.POLLIN)
        poller.register(self.backend, zmq.POLLIN)
        poller.register(self.frontend, zmq.POLLIN)
        beat = time.monotonic()
        while True:
            ready = dict(poller.poll(50))
            if sys.stdin.fileno() in ready:
                line = sys.stdin.readline()
                if not line:
                    return
                self.silent = line.strip() == "silent"
            if self.silent:
                time.sleep(0.05)
                continue
            if self.backend in ready:
                self.of_worker(*self.backend.recv_multipart())
            # As long as no worker is idle, requests wait in the socket.
            if self.frontend in ready and self.idle:
                self.backend.send_multipart([self.idle.popleft(), *self.frontend.recv_multipart()])
            if time.monotonic() >= beat + 0.1:
                beat = time.monotonic()
                self.beat()


Queue(sys.argv[1], sys.argv[2]).run()
