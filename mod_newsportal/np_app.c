/* np_app.c - see np_app.h. Called by mod_newsportal_directives.c, mod_newsportal_config.c and
 * np_page.c. */
#include "np_app.h"

#include <stddef.h>

const char *const np_app_words[NP_APP_COUNT] = {
    [NP_APP_NAME] = "name", [NP_APP_ICON] = "icon",       [NP_APP_TOKEN] = "token",
    [NP_APP_IOS] = "ios",   [NP_APP_ANDROID] = "android", [NP_APP_HARMONY] = "harmony",
    [NP_APP_PAGE] = "page",
};

int np_app_has_address(const np_app_t *app)
{
    int i;

    for (i = NP_APP_STORES; i < NP_APP_COUNT; i++) {
        if (app->of[i])
            return 1;
    }
    return 0;
}
