"""A client of Majordomo, written from RFC 7 on a bare socket: mdp_client.py req|dealer ENDPOINT SERVICE COUNT

It asks the service COUNT times, on a REQ one after the other, on a DEALER all at once, with two frames each. It prints "done" when all
replies are the requests, in their order.
"""
import sys

import zmq


def main(kind, endpoint, service, count):
    context = zmq.Context()
    socket = context.socket(zmq.REQ if kind == "req" else zmq.DEALER)
    socket.linger = 0
    socket.rcvtimeo = 30000
    socket.connect(endpoint)
    head = [b"MDPC01", service] if kind == "req" else [b"", b"MDPC01", service]
    bodies = [[b"request", str(number).encode()] for number in range(count)]
    if kind == "req":
        for body in bodies:
            socket.send_multipart(head + body)
            check(socket.recv_multipart(), head + body)
    else:
        for body in bodies:
            socket.send_multipart(head + body)
        for body in bodies:
            check(socket.recv_multipart(), head + body)
    print("done", flush=True)


def check(frames, wanted):
    if frames != wanted:
        sys.exit(f"came {frames}, not {wanted}")


main(sys.argv[1], sys.argv[2], sys.argv[3].encode(), int(sys.argv[4]))
