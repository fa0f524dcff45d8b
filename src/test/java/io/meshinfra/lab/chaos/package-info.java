/** Randomised trouble in the middle of applies, on real nodes with a real hub. */
package io.meshinfra.lab.chaos;
