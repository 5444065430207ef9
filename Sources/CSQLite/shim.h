#pragma once
#include <sqlite3.h>
// SQLITE_TRANSIENT and SQLITE_STATIC are casts of integers to function pointers, which Swift cannot import.
static inline sqlite3_destructor_type CSQLite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type CSQLite_static(void) { return SQLITE_STATIC; }
// sqlite3_db_config is variadic. Sets one on/off option and says whether it took.
static inline int CSQLite_configure(sqlite3 *connection, int option, int on) {
  int taken = -1;
  int code = sqlite3_db_config(connection, option, on, &taken);
  return code == SQLITE_OK && taken != on ? SQLITE_ERROR : code;
}
