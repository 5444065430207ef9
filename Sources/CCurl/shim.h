#pragma once
#include <curl/curl.h>
// curl_easy_setopt and curl_easy_getinfo are variadic. One line for each kind of value they take.
static inline CURLcode CCurl_setLong(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode CCurl_setLarge(CURL *handle, CURLoption option, long long value) {
  return curl_easy_setopt(handle, option, (curl_off_t)value);
}
static inline CURLcode CCurl_setText(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode CCurl_setPointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode CCurl_setList(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode CCurl_setTransfer(
    CURL *handle, CURLoption option, size_t (*value)(char *, size_t, size_t, void *)) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode CCurl_setProgress(
    CURL *handle, int (*value)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t)) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
static inline CURLcode CCurl_getLong(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode CCurl_getLarge(CURL *handle, CURLINFO info, long long *value) {
  curl_off_t large = 0;
  CURLcode code = curl_easy_getinfo(handle, info, &large);
  *value = large;
  return code;
}
