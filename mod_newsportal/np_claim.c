/* np_claim.c - see np_claim.h. */
#include "np_claim.h"

#include "np_desk.h"

/* Later than any claim: the ledger begins there. The last second that a DATETIME can hold. */
#define END_OF_TIME ((np_civil_t)253402300799)

static const np_column_t columns[] = {
    {"number", NP_COLUMN_NUMBER, CLAIM_LEDGER_ID, NULL},
    {"received", NP_COLUMN_MOMENT, CLAIM_LEDGER_RECEIVED_AT, NULL},
    {"kind", NP_COLUMN_WORD, CLAIM_LEDGER_RIGHT_KIND, NULL},
    {"items", NP_COLUMN_NUMBER, CLAIM_LEDGER_ITEMS, NULL},
    {"outcome", NP_COLUMN_WORD, CLAIM_LEDGER_STATE, NULL},
    {"days", NP_COLUMN_NUMBER, CLAIM_LEDGER_DAYS, NULL},
    {"restored", NP_COLUMN_MOMENT, CLAIM_LEDGER_RESTORED_AT, NULL},
    {"countered", NP_COLUMN_MOMENT, CLAIM_LEDGER_COUNTER_AT, NULL},
    {"claimant", NP_COLUMN_TEXT, CLAIM_LEDGER_CLAIMANT, NULL},
};

np_error_t *np_claim_load_ledger(np_ledger_t *ledger, np_page_t *page, int most)
{
    const np_position_t *position = &page->request->params.position;
    int is_first = position->from == NP_FROM_NEWEST;
    np_value_t at = np_value_civil(is_first ? END_OF_TIME : position->published);
    np_rows_t *rows = NULL;
    np_error_t *error;

    np_page_depend(page, "claims", "");
    if (position->from == NP_FROM_AFTER)
        return np_page_unknown(page);
    error = np_page_query(&rows, page, NP_QUERY_CLAIM_LEDGER, at, at,
                          np_value_int(is_first ? APR_INT64_MAX : position->id),
                          np_value_int(most + 1));
    if (error)
        return error;
    if (rows->count == 0 && !is_first)
        return np_page_unknown(page);
    ledger->rows = rows;
    ledger->has_older = rows->count > most;
    ledger->count = ledger->has_older ? most : rows->count;
    return NULL;
}

void np_claim_table(np_table_t *table, const np_page_t *page, const np_ledger_t *ledger)
{
    table->name = "claims";
    table->columns = columns;
    table->column_count = (int)(sizeof(columns) / sizeof(columns[0]));
    table->rows = ledger->rows;
    table->row_count = ledger->count;
    table->zone = page->request->site->zone;
    table->baton = NULL;
}

xmlNodePtr np_claim_add_list(const np_page_t *page, xmlNodePtr parent, const np_ledger_t *ledger)
{
    xmlNodePtr claims = np_model_add(parent, "claims");
    np_table_t table;
    int row;

    np_claim_table(&table, page, ledger);
    for (row = 0; row < ledger->count; row++)
        np_table_set(np_model_add(claims, "claim"), &table, row, page->pool);
    return claims;
}

const char *np_claim_older(const np_page_t *page, np_route_e route, const np_ledger_t *ledger)
{
    np_params_t link = {0};

    if (!ledger->has_older)
        return NULL;
    link.position.from = NP_FROM_BEFORE;
    link.position.id = np_rows_int(ledger->rows, ledger->count - 1, CLAIM_LEDGER_ID);
    link.position.published =
        np_rows_int(ledger->rows, ledger->count - 1, CLAIM_LEDGER_RECEIVED_AT);
    return np_route_path(route, &link, page->pool);
}

static void set_link(const np_page_t *page, xmlNodePtr element, const char *name, np_route_e route)
{
    np_model_set(element, name, np_page_href(page, np_routes[route].pattern));
}

void np_claim_set_links(const np_page_t *page, xmlNodePtr element)
{
    set_link(page, element, "policy", NP_ROUTE_COPYRIGHT);
    set_link(page, element, "claim", NP_ROUTE_COPYRIGHT_CLAIM);
    set_link(page, element, "follow", NP_ROUTE_COPYRIGHT_FOLLOW);
    set_link(page, element, "counter", NP_ROUTE_COPYRIGHT_COUNTER);
    set_link(page, element, "ledger", NP_ROUTE_COPYRIGHT_LEDGER);
}

void np_claim_add_breadcrumb(const np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr breadcrumb = np_model_add(root, "breadcrumb");

    /* Its name is a message of the theme's. */
    set_link(page, np_model_add(breadcrumb, "copyright"), "href", NP_ROUTE_COPYRIGHT);
}

int np_claim_is_complete(np_page_t *page, np_controls_t *controls,
                         const apr_array_header_t *addresses, int most)
{
    if (!np_controls_is_set(controls, "phone") && !np_controls_is_set(controls, "email"))
        np_controls_refuse(controls, "phone", "missing");
    if (addresses->nelts > most)
        np_controls_refuse(controls, "addresses", "bad");
    if (controls->problems == 0)
        return 1;
    page->reply.is_confirm = 0;
    page->reply.client_id = NULL;
    page->reply.notice = NULL;
    np_desk_fill(page, controls);
    return 0;
}

int np_claim_begin(apr_array_header_t **addresses, int *is_ready, np_page_t *page,
                   np_controls_t *controls, int most)
{
    *is_ready = np_desk_is_ready(page, controls);
    *addresses = np_claim_addresses(page, np_controls_value(controls, "addresses"));
    if (*is_ready || page->reply.is_confirm)
        return np_claim_is_complete(page, controls, *addresses, most);
    /* All that is wrong is told at once; but not beside a notice of something else. */
    if (controls->problems)
        (void)np_claim_is_complete(page, controls, *addresses, most);
    return 0;
}

static void add_item(xmlNodePtr parent, const np_claim_address_t *address)
{
    xmlNodePtr item = np_model_add(parent, "claim-item");

    np_model_set(item, "kind", np_claim_kind_names[address->kind]);
    if (address->kind <= NP_CLAIM_PICTURE)
        np_model_set_int(item, "id", address->id);
    np_model_add_text(item, "address", address->text);
    np_model_add_text(item, "title", address->title);
}

void np_claim_add_items(xmlNodePtr parent, const apr_array_header_t *addresses)
{
    int i;

    for (i = 0; i < addresses->nelts; i++)
        add_item(parent, &APR_ARRAY_IDX(addresses, i, np_claim_address_t));
}
