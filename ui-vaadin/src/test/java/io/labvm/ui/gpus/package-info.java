@NullMarked
package io.labvm.ui.gpus;

import org.jspecify.annotations.NullMarked;
