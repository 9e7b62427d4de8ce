#include "csn-thing.h"
