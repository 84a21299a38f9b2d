/* np_mourning.c - see np_mourning.h. Called by np_page.c and np_respond.c; np_mourning_day by
 * mod_newsportal_directives.c. */
#include "np_mourning.h"

#include <apr_lib.h>

int np_mourning_is(const np_mourning_t *mourning, np_civil_t now)
{
    int i;

    for (i = 0; i < mourning->count; i++) {
        if (mourning->periods[i].begins <= now && now < mourning->periods[i].ends)
            return 1;
    }
    return 0;
}

static np_civil_t earlier_after(np_civil_t now, np_civil_t moment, np_civil_t best)
{
    return moment > now && moment < best ? moment : best;
}

np_civil_t np_mourning_next(const np_mourning_t *mourning, np_civil_t now)
{
    np_civil_t next = APR_INT64_MAX;
    int i;

    for (i = 0; i < mourning->count; i++) {
        next = earlier_after(now, mourning->periods[i].begins, next);
        next = earlier_after(now, mourning->periods[i].ends, next);
    }
    return next;
}

int np_mourning_day(np_civil_t *day, const char *text)
{
    static const char form[] = "dddd-dd-dd";
    np_date_t date = {0};
    int *const parts[] = {&date.year, &date.month, &date.day};
    int part = 0, i;

    for (i = 0; form[i]; i++) {
        if (form[i] == '-') {
            if (text[i] != '-')
                return 0;
            part++;
        } else {
            if (!apr_isdigit(text[i]))
                return 0;
            *parts[part] = *parts[part] * 10 + (text[i] - '0');
        }
    }
    return text[i] == '\0' && np_civil_join(&date, day);
}
