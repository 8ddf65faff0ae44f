/**
 * The processes of a mesh on this machine: what is started with which settings, how it is waited
 * for, found again and stopped.
 */
@NullMarked
package io.metagen.cli.mesh;

import org.jspecify.annotations.NullMarked;
