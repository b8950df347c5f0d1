/*  A bare peer on libzmq, to measure servers and clients against.

    zmq_peer server                                      a ROUTER that sends each message back; tells its endpoint
    zmq_peer client ENDPOINT CONNECTIONS IN_FLIGHT SECONDS   DEALERs that keep requests under way; tells round trips a second,
                                                         and the median and 99th percentile in microseconds

    Build: cc -O2 -o zmq_peer zmq_peer.c -lzmq
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

/* HELLO of the Hello sample, with sequence 1 and name "World". */
static const unsigned char request[] = { 0xAA, 0xA7, 1, 0, 0, 0, 1, 5, 'W', 'o', 'r', 'l', 'd' };

static double now_us (void)
{
    struct timespec time;
    clock_gettime (CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int serve (void *context)
{
    void *router = zmq_socket (context, ZMQ_ROUTER);
    int no_limit = 0;
    zmq_setsockopt (router, ZMQ_SNDHWM, &no_limit, sizeof no_limit);
    zmq_setsockopt (router, ZMQ_RCVHWM, &no_limit, sizeof no_limit);
    if (zmq_bind (router, "tcp://127.0.0.1:*") != 0)
        return 1;
    char endpoint [256];
    size_t size = sizeof endpoint;
    zmq_getsockopt (router, ZMQ_LAST_ENDPOINT, endpoint, &size);
    printf ("%s\n", endpoint);
    fflush (stdout);
    while (1) {
        zmq_msg_t part;
        int more;
        do {
            zmq_msg_init (&part);
            if (zmq_msg_recv (&part, router, 0) < 0)
                return 0;
            more = zmq_msg_more (&part);
            if (zmq_msg_send (&part, router, more ? ZMQ_SNDMORE : 0) < 0)
                zmq_msg_close (&part);
        } while (more);
    }
}

static int compare (const void *left, const void *right)
{
    double difference = *(const double *) left - *(const double *) right;
    return difference < 0 ? -1 : difference > 0;
}

static int call (void *context, const char *endpoint, int connections, int in_flight, double seconds)
{
    void **dealers = calloc (connections, sizeof (void *));
    zmq_pollitem_t *items = calloc (connections, sizeof (zmq_pollitem_t));
    double *sent = calloc ((size_t) connections * in_flight, sizeof (double));
    int *oldest = calloc (connections, sizeof (int));
    size_t capacity = 1 << 20, count = 0;
    double *times = malloc (capacity * sizeof (double));
    for (int i = 0; i < connections; i++) {
        dealers [i] = zmq_socket (context, ZMQ_DEALER);
        if (zmq_connect (dealers [i], endpoint) != 0)
            return 1;
        items [i].socket = dealers [i];
        items [i].events = ZMQ_POLLIN;
    }
    double begin = 0, end = 0;
    char reply [256];
    long total = 0;
    /* Half a second to warm up, then what is measured. */
    double start = now_us ();
    for (int i = 0; i < connections; i++)
        for (int j = 0; j < in_flight; j++) {
            sent [i * in_flight + j] = now_us ();
            zmq_send (dealers [i], request, sizeof request, 0);
        }
    begin = start + 0.5e6;
    end = begin + seconds * 1e6;
    while (1) {
        if (zmq_poll (items, connections, -1) < 0)
            return 1;
        double now = now_us ();
        if (now >= end)
            break;
        for (int i = 0; i < connections; i++) {
            if (!(items [i].revents & ZMQ_POLLIN))
                continue;
            for (int j = 0; j < in_flight && zmq_recv (dealers [i], reply, sizeof reply, ZMQ_DONTWAIT) >= 0; j++) {
                now = now_us ();
                double *place = &sent [i * in_flight + oldest [i]];
                oldest [i] = (oldest [i] + 1) % in_flight;
                if (now >= begin) {
                    total++;
                    if (count < capacity)
                        times [count++] = now - *place;
                }
                *place = now;
                zmq_send (dealers [i], request, sizeof request, 0);
            }
        }
    }
    qsort (times, count, sizeof (double), compare);
    printf ("%.0f %.1f %.1f\n", total / seconds, times [count / 2], times [count * 99 / 100]);
    return 0;
}

int main (int argc, char **argv)
{
    void *context = zmq_ctx_new ();
    if (argc == 2 && strcmp (argv [1], "server") == 0)
        return serve (context);
    if (argc == 6 && strcmp (argv [1], "client") == 0)
        return call (context, argv [2], atoi (argv [3]), atoi (argv [4]), atof (argv [5]));
    fprintf (stderr, "zmq_peer server | zmq_peer client ENDPOINT CONNECTIONS IN_FLIGHT SECONDS\n");
    return 2;
}
