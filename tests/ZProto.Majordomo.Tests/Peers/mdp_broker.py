"""A broker of Majordomo, written from RFC 7 on a bare ROUTER: mdp_broker.py ENDPOINT

It gives the requests of each service to its workers in turn, sends them a heartbeat every 100 ms, and drops those that were silent for a
second. It prints its endpoint, and each command of a worker but heartbeats.
"""
import collections
import sys
import time

import zmq

READY, REQUEST, REPLY, HEARTBEAT, DISCONNECT = b"\1", b"\2", b"\3", b"\4", b"\5"


def say(line):
    print(line, flush=True)


class Broker:
    def __init__(self, endpoint):
        self.socket = zmq.Context().socket(zmq.ROUTER)
        self.socket.bind(endpoint)
        say(self.socket.last_endpoint.decode())
        self.services = {}
        self.heard = {}
        self.idle = collections.defaultdict(collections.deque)
        self.requests = collections.defaultdict(collections.deque)

    def send(self, worker, command, *frames):
        self.socket.send_multipart([worker, b"", b"MDPW01", command, *frames])

    def forget(self, worker):
        service = self.services.pop(worker, None)
        if service is not None and worker in self.idle[service]:
            self.idle[service].remove(worker)

    def dispatch(self, service):
        while self.idle[service] and self.requests[service]:
            client, body = self.requests[service].popleft()
            self.send(self.idle[service].popleft(), REQUEST, client, b"", *body)

    def of_client(self, client, service, *body):
        self.requests[service].append((client, body))
        self.dispatch(service)

    def of_worker(self, worker, command, *rest):
        self.heard[worker] = time.monotonic()
        known = worker in self.services
        if command == READY and not known:
            say("READY")
            self.services[worker] = rest[0]
            self.idle[rest[0]].append(worker)
            self.dispatch(rest[0])
        elif command == REPLY and known:
            say("REPLY")
            client, delimiter, *body = rest
            if delimiter != b"":
                sys.exit(f"came a reply of {rest}")
            service = self.services[worker]
            self.socket.send_multipart([client, b"", b"MDPC01", service, *body])
            self.idle[service].append(worker)
            self.dispatch(service)
        elif command == DISCONNECT:
            say("DISCONNECT")
            self.forget(worker)
        elif command != HEARTBEAT or not known:
            say("out of turn")
            self.forget(worker)
            self.send(worker, DISCONNECT)

    def run(self):
        beat = time.monotonic()
        while True:
            if self.socket.poll(50):
                sender, empty, protocol, *rest = self.socket.recv_multipart()
                if empty != b"":
                    sys.exit(f"came {empty}")
                if protocol == b"MDPC01":
                    self.of_client(sender, *rest)
                elif protocol == b"MDPW01":
                    self.of_worker(sender, *rest)
                else:
                    sys.exit(f"came {protocol}")
            now = time.monotonic()
            if now >= beat + 0.1:
                beat = now
                for worker in [worker for worker in self.services if now >= self.heard[worker] + 1]:
                    say("silent")
                    self.forget(worker)
                for worker in self.services:
                    self.send(worker, HEARTBEAT)


Broker(sys.argv[1]).run()
