#include "csn-gate-private.h"
