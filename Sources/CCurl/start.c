#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

#include "CCurl.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_started;

static void start(void) {
  // Touched only if it is there: changing the environment is not safe beside threads that read it.
  if (getenv("SSLKEYLOGFILE") != NULL) unsetenv("SSLKEYLOGFILE");
  is_started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool pentimento_curl_start(void) {
  pthread_once(&once, start);
  return is_started;
}
