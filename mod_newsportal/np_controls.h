/* np_controls.h - the controls of a form (HTML, 4.10.2): what may be filled in, what was, and what
 * is wrong with it.
 *
 * A page describes its form once, as a table; from it come the empty form, the check of what was
 * sent, the form filled in again with its problems, and the hidden copy of it that a confirmation
 * carries. Rules here are the friendly half: the database repeats every one. Must not: know httpd
 * or the database, word anything (message keys go into the model, see page.rng, element form).
 */
#ifndef NP_CONTROLS_H
#define NP_CONTROLS_H

#include <apr_tables.h>
#include <libxml/tree.h>
#include "np_form.h"

typedef enum {
    NP_CONTROL_LINE, /* one line of text */
    NP_CONTROL_TEXT, /* several */
    NP_CONTROL_CHOICE,
    NP_CONTROL_CHECK, /* "1" or "" */
    NP_CONTROL_TEL,
    NP_CONTROL_EMAIL,
    NP_CONTROL_DATE,   /* 2026-11-25 */
    NP_CONTROL_NUMBER, /* least and most are its range; whole numbers */
    NP_CONTROL_PRICE,  /* 3800 or 3800.50 */
    NP_CONTROL_CODE,   /* of a receipt; read with np_receipt_read, never filled in again */
    NP_CONTROL_HIDDEN  /* for the page itself; checked as LINE */
} np_control_e;

typedef struct np_option_t {
    const char *value, *label; /* label NULL: from a message */
} np_option_t;

typedef struct np_control_t {
    const char *name;
    np_control_e type;
    int least, most; /* characters of what is not empty; 0: no limit below */
    int required;
    const char *autocomplete; /* a token of HTML 4.10.18.7.1; NULL: off */
    const char *label;        /* from data; NULL: from a message */
    const char *hint;         /* from data; NULL: from a message, if there is one */

    /* Of one form in one request. */
    apr_array_header_t *options; /* of np_option_t; NULL: none known */
    const char *value;           /* "" until read */
    const char *problem;         /* NULL, or: missing short long bad, or shown (page's own) */
    const char *culprit;         /* what of the value is wrong; NULL: all of it */
} np_control_t;

typedef struct np_controls_t {
    const char *name; /* of the form; message keys begin with it */
    apr_pool_t *pool;
    apr_array_header_t *items; /* of np_control_t */
    int problems;
} np_controls_t;

/* A form with copies of `count` rows of a table. */
np_controls_t *np_controls_make(apr_pool_t *pool, const char *name, const np_control_t *items,
                                int count);

/* One more, from data; all fields but the name zero. */
np_control_t *np_controls_append(np_controls_t *controls, const char *name, np_control_e type);

/* NULL when there is none of that name. The pointer is good until the next append. */
np_control_t *np_controls_find(const np_controls_t *controls, const char *name);

/* Adds what may be chosen; strings are not copied. */
void np_controls_option(np_controls_t *controls, const char *name, const char *value,
                        const char *label);

/* Fills in what was sent, without white space at its ends, and checks nothing. */
void np_controls_read(np_controls_t *controls, const np_form_t *form);

/* Checks what was read; returns the number of problems. A choice without options takes any value:
 * they could not be loaded, and the database checks again. */
int np_controls_check(np_controls_t *controls);

/* What the page itself found. */
void np_controls_refuse(np_controls_t *controls, const char *name, const char *problem);
/* The same, naming what of the value is meant. */
void np_controls_refuse_part(np_controls_t *controls, const char *name, const char *problem,
                             const char *culprit);

/* The value, "" for none. */
const char *np_controls_value(const np_controls_t *controls, const char *name);
int np_controls_is_set(const np_controls_t *controls, const char *name);

/* How a form is written into a model. */
typedef struct np_form_place_t {
    const char *action;    /* address, ready for @action */
    const char *ticket;    /* stamp */
    const char *step;      /* value of the field `step`; NULL: none */
    const char *client_id; /* NULL: none */
    int is_hidden;         /* all values are carried along, none can be changed */
} np_form_place_t;

/* <form> as page.rng has it. */
xmlNodePtr np_controls_add(const np_controls_t *controls, xmlNodePtr parent,
                           const np_form_place_t *place);

#endif
