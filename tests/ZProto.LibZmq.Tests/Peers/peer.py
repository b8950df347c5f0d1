"""A peer of another runtime: a DEALER that asks, or a ROUTER that answers.

peer.py ask    ENDPOINT [MECHANISM ARGUMENT...]   sends messages, wants each back, prints "answered"
peer.py call ENDPOINT HEX [MECHANISM ARGUMENT...]  sends one frame, prints the first frame of the answer in hex
peer.py refuse ENDPOINT [MECHANISM ARGUMENT...]   wants not to be let in, prints "refused"
peer.py request ENDPOINT                          is a REQ that asks thrice, prints "answered"
peer.py idle ENDPOINT                             says hello, and then nothing until its input ends
peer.py subscribe ENDPOINT                        is a SUB of "a", wants the numbers up to 100 with it, prints "received"
peer.py publish ENDPOINT                          is an XPUB: binds, prints where, answers a subscription with numbers
peer.py pull ENDPOINT                             is a PULL, wants the numbers up to 100, prints "received"
peer.py push ENDPOINT                             is a PUSH: binds, prints where, sends the numbers up to 100
peer.py answer ENDPOINT [MECHANISM ARGUMENT...]   binds, prints where, sends everything back until its input ends

MECHANISM is "plain USER PASSWORD" or "curve SERVER-KEY PUBLIC-KEY SECRET-KEY"; who answers with CURVE admits the one client
whose public key is SERVER-KEY.
"""
import sys
import threading

import zmq
from zmq.auth.thread import ThreadAuthenticator
from zmq.utils.monitor import recv_monitor_message

DEADLINE = 30


def messages():
    yield [b"hello"]
    yield [b"", b"two", b""]
    yield [bytes(range(256)) * 1000, b"large"]
    yield [str(i).encode() for i in range(2000)]
    for number in range(500):
        yield [b"message", str(number).encode()]


def secure_client(socket, mechanism):
    if mechanism[:1] == ["plain"]:
        socket.plain_username, socket.plain_password = (text.encode() for text in mechanism[1:])
    elif mechanism[:1] == ["curve"]:
        socket.curve_serverkey, socket.curve_publickey, socket.curve_secretkey = (key.encode() for key in mechanism[1:])


def ask(context, endpoint, mechanism):
    socket = context.socket(zmq.DEALER)
    secure_client(socket, mechanism)
    socket.rcvtimeo = DEADLINE * 1000
    socket.connect(endpoint)
    sent = list(messages())
    for message in sent:
        socket.send_multipart(message)
    for message in sent:
        if socket.recv_multipart() != message:
            sys.exit("another message came back")
    socket.close(0)
    print("answered", flush=True)


def call(context, endpoint, mechanism):
    socket = context.socket(zmq.DEALER)
    secure_client(socket, mechanism[1:])
    socket.rcvtimeo = DEADLINE * 1000
    socket.connect(endpoint)
    socket.send(bytes.fromhex(mechanism[0]))
    print(socket.recv_multipart()[0].hex(), flush=True)
    socket.close(0)


def request(context, endpoint, mechanism):
    socket = context.socket(zmq.REQ)
    socket.rcvtimeo = DEADLINE * 1000
    socket.connect(endpoint)
    for message in [[b"hello"], [b""], [b"a", b"", b"c" * 1000000]]:
        socket.send_multipart(message)
        if socket.recv_multipart() != message:
            sys.exit("another message came back")
    socket.close(0)
    print("answered", flush=True)


def idle(context, endpoint, mechanism):
    socket = context.socket(zmq.DEALER)
    socket.connect(endpoint)
    socket.send(b"hello")
    sys.stdin.read()
    socket.close(0)


def refuse(context, endpoint, mechanism):
    socket = context.socket(zmq.DEALER)
    secure_client(socket, mechanism)
    monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_HANDSHAKE_SUCCEEDED)
    socket.connect(endpoint)
    socket.send(b"let me in")
    if not monitor.poll(DEADLINE * 1000):
        sys.exit("was not heard")
    event = recv_monitor_message(monitor)
    # With PLAIN libzmq 4.3 knows no ERROR but its own, which is misspelt.
    is_refused = event["event"] == zmq.EVENT_HANDSHAKE_FAILED_AUTH and event["value"] == 400
    is_unknown = mechanism[:1] == ["plain"] and event["event"] == zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
    print("refused" if is_refused or is_unknown else "let in", flush=True)
    socket.disable_monitor()
    socket.close(0)


def answer(context, endpoint, mechanism):
    authenticator = None
    socket = context.socket(zmq.ROUTER)
    if mechanism:
        authenticator = ThreadAuthenticator(context)
        authenticator.start()
    if mechanism[:1] == ["plain"]:
        authenticator.configure_plain("*", {mechanism[1]: mechanism[2]})
        socket.plain_server = True
    elif mechanism[:1] == ["curve"]:
        class OneClient:
            def callback(self, domain, key):
                return key == mechanism[1].encode()
        authenticator.configure_curve_callback("*", OneClient())
        socket.curve_server = True
        socket.curve_publickey, socket.curve_secretkey = (key.encode() for key in mechanism[2:])
    socket.bind(endpoint)
    print(socket.getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode(), flush=True)

    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    while not ended.is_set():
        if socket.poll(20):
            socket.send_multipart(socket.recv_multipart())
    socket.close(0)
    if authenticator:
        authenticator.stop()


def want_numbers(socket, prefix):
    socket.rcvtimeo = DEADLINE * 1000
    for number in range(100):
        if socket.recv_multipart() != [prefix + str(number).encode(), b""]:
            sys.exit("another message came")
    socket.close(0)
    print("received", flush=True)


def send_numbers(socket, prefix):
    for number in range(100):
        socket.send_multipart([prefix + str(number).encode(), b""])


def bind(socket, endpoint):
    socket.bind(endpoint)
    print(socket.getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode(), flush=True)


def subscribe(context, endpoint, mechanism):
    socket = context.socket(zmq.SUB)
    socket.subscribe(b"a")
    socket.connect(endpoint)
    want_numbers(socket, b"a")


def publish(context, endpoint, mechanism):
    socket = context.socket(zmq.XPUB)
    socket.rcvtimeo = DEADLINE * 1000
    bind(socket, endpoint)
    if socket.recv() != b"\1a":
        sys.exit("another subscription came")
    send_numbers(socket, b"b")
    send_numbers(socket, b"a")
    if socket.recv() != b"\0a":
        sys.exit("the subscription did not end")
    print("left", flush=True)
    socket.close(0)


def pull(context, endpoint, mechanism):
    socket = context.socket(zmq.PULL)
    socket.connect(endpoint)
    want_numbers(socket, b"")


def push(context, endpoint, mechanism):
    socket = context.socket(zmq.PUSH)
    bind(socket, endpoint)
    send_numbers(socket, b"")
    sys.stdin.read()
    socket.close(0)


role, endpoint, *mechanism = sys.argv[1:]
context = zmq.Context()
roles = [ask, call, request, idle, refuse, subscribe, publish, pull, push, answer]
{function.__name__: function for function in roles}[role](context, endpoint, mechanism)
context.term()
