/* np_clock.c - see np_clock.h. Called by every room that waits or keeps something for a time. */
#include "np_clock.h"

#include <time.h>

np_tick_t np_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (np_tick_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 + 1;
}
