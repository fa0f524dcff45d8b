/** Who reaches whom on which port: pure sets of intervals, never lists of ports. */
package io.meshinfra.network.matrix;
