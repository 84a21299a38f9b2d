/* np_submission.c - see np_submission.h. */
#include "np_submission.h"

#include <arpa/inet.h>
#include <string.h>
#include <apr_strings.h>

void np_form_keys_make(np_form_keys_t *keys, const void *secret, apr_size_t length)
{
    unsigned char master[NP_DIGEST_SIZE];
    unsigned char labelled[NP_DIGEST_SIZE + 1];
    unsigned char digest[NP_DIGEST_SIZE];

    np_digest(master, secret, length);
    memcpy(labelled, master, sizeof(master));
    labelled[NP_DIGEST_SIZE] = 't';
    np_digest(digest, labelled, sizeof(labelled));
    memcpy(keys->ticket, digest, sizeof(keys->ticket));
    labelled[NP_DIGEST_SIZE] = 'a';
    np_digest(keys->address, labelled, sizeof(labelled));
}

const char *np_address_range(apr_pool_t *pool, const char *ip)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    unsigned char bytes[16];

    if (inet_pton(AF_INET, ip, bytes) == 1)
        return apr_psprintf(pool, "%d.%d.%d.0/24", bytes[0], bytes[1], bytes[2]);
    if (inet_pton(AF_INET6, ip, bytes) != 1)
        return ip;
    if (memcmp(bytes, mapped, sizeof(mapped)) == 0)
        return apr_psprintf(pool, "%d.%d.%d.0/24", bytes[12], bytes[13], bytes[14]);
    return apr_psprintf(pool, "%02x%02x:%02x%02x:%02x%02x:%02x00::/56", bytes[0], bytes[1],
                        bytes[2], bytes[3], bytes[4], bytes[5], bytes[6]);
}

int np_submission_is_suspect(const np_submission_t *submission)
{
    const char *trap = np_form_value(submission->form, NP_FORM_TRAP);

    return trap && *trap;
}

const char *np_submission_step(const np_submission_t *submission)
{
    const char *step = np_form_value(submission->form, NP_FORM_STEP);

    return step ? step : "";
}
