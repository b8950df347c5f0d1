"""A client and a server of the Hello protocol in one process: the server's endpoint is printed, the client's read."""
import sys
import zmq

context = zmq.Context()
server = context.socket(zmq.ROUTER)
port = server.bind_to_random_port("tcp://127.0.0.1")
print(f"tcp://127.0.0.1:{port}", flush=True)
client = context.socket(zmq.DEALER)
client.setsockopt(zmq.IDENTITY, b"ada")
client.connect(sys.stdin.readline().strip())
client.send(bytes.fromhex("aaa7010000000703416461"))
identity, request = server.recv_multipart()
server.send_multipart([identity, b"\xaa\xa7\x02" + request[3:7] + b"\x02Hi"])
print(identity.decode(), client.recv().hex(), flush=True)
# An answer that is of no protocol goes through too.
client.send_multipart([b"what", b"is this"])
print(server.recv_multipart(), flush=True)
context.destroy(linger=0)
