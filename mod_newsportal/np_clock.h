/* np_clock.h - the monotonic clock: every wait, age, lifetime and deadline of the module.
 *
 * Publishing times are civil times of the portal (np_time.h) and follow the wall clock; nothing else
 * does, so that a wall clock that is set neither ages nor rejuvenates anything.
 */
#ifndef NP_CLOCK_H
#define NP_CLOCK_H

#include <apr.h>

/* Microseconds since some moment before this process. Zero never occurs: it may mean "never". */
typedef apr_int64_t np_tick_t;

np_tick_t np_clock(void);

#endif
