"""A client of the broker in another runtime, on a bare DEALER: peer.py ENDPOINT

It reads and writes the stream "news", works for the service "sums" and answers by letter, and reads its own mailbox. It prints
"ready", and "done" when all has come and the broker has let it go.
"""
import struct
import sys
import uuid

import zmq

SIGNATURE = 0xAAA0 | 11
(OPEN, OPEN_OK, CLOSE, CLOSE_OK, OK, SUBSCRIBE, SUBSCRIBED, PUBLISH, PUBLICATION, MAIL, LETTER, OFFER, OFFERED, JOB,
 CONFIRM) = 1, 2, 9, 10, 11, 13, 14, 17, 18, 21, 22, 23, 24, 28, 29


def text(value):
    data = value if isinstance(value, bytes) else value.encode()
    return struct.pack(">I", len(data)) + data


def number(value):
    return struct.pack(">Q", value)


class Fields:
    """Takes the fields of a message off its bytes, one after the other."""

    def __init__(self, data):
        self.data = data

    def text(self):
        (length,) = struct.unpack_from(">I", self.data)
        value, self.data = self.data[4:4 + length], self.data[4 + length:]
        return value.decode()

    def number(self):
        (value,) = struct.unpack_from(">Q", self.data)
        self.data = self.data[8:]
        return value


class Client:
    def __init__(self, context, endpoint):
        self.socket = context.socket(zmq.DEALER)
        self.socket.rcvtimeo = 30000
        self.socket.connect(endpoint)

    def send(self, message, *fields):
        self.socket.send(struct.pack(">HB", SIGNATURE, message) + b"".join(fields))

    def receive(self, wanted):
        (frame,) = self.socket.recv_multipart()
        signature, message = struct.unpack_from(">HB", frame)
        if signature != SIGNATURE or message != wanted:
            sys.exit(f"came {message} of {signature:x}, not {wanted}")
        return Fields(frame[3:])


def main(endpoint):
    context = zmq.Context()
    client = Client(context, endpoint)
    client.send(OPEN, text("python"), uuid.uuid4().bytes, struct.pack(">II", 1, 10), struct.pack(">I", 0), struct.pack(">I", 0))
    client.receive(OPEN_OK)
    client.send(SUBSCRIBE, text("news"), text("^to python"))
    client.receive(SUBSCRIBED)
    client.send(OFFER, text("sums"), text("^add$"))
    client.receive(OFFERED)
    print("ready", flush=True)

    publication = client.receive(PUBLICATION)
    sender, _, subject, content = (publication.text() for _ in range(4))
    client.send(PUBLISH, text("news"), text(f"from python to {sender}"), text(f"{subject}: {content[::-1]}"))

    job = client.receive(JOB)
    place, sender, _, _, tracker, content = job.number(), *(job.text() for _ in range(5))
    client.send(MAIL, text(sender), text("sum"), text(tracker), text(str(sum(int(part) for part in content.split()))))
    client.receive(OK)
    client.send(CONFIRM, number(place))

    letter = client.receive(LETTER)
    place, sender, subject, tracker, content = letter.number(), *(letter.text() for _ in range(4))
    if (sender, subject, tracker, content) != ("net", "thanks", "", "for all"):
        sys.exit(f"came {sender} {subject} {tracker} {content}")
    client.send(CONFIRM, number(place))
    client.send(CLOSE)
    client.receive(CLOSE_OK)
    client.socket.close()
    context.term()
    print("done", flush=True)


main(sys.argv[1])
