"""A Lazy Pirate client on a bare REQ socket: lazy_client.py ENDPOINT COUNT

It sends numbers, and each once more on a new socket when 2.5 s have passed without a reply, ten times at most. It prints "done" when all
replies are the requests, in their order.
"""
import sys

import zmq


def main(endpoint, count):
    context = zmq.Context()
    socket = None
    for number in range(count):
        request = [str(number).encode(), b"and a second frame"]
        for _ in range(10):
            if socket is None:
                socket = context.socket(zmq.REQ)
                socket.linger = 0
                socket.connect(endpoint)
            socket.send_multipart(request)
            if socket.poll(2500):
                break
            socket.close()
            socket = None
        else:
            sys.exit(f"no reply to {number}")
        reply = socket.recv_multipart()
        if reply != request:
            sys.exit(f"came {reply}, not {request}")
    print("done", flush=True)


main(sys.argv[1], int(sys.argv[2]))
