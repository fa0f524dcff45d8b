/** Tells plans, drift and outcomes in pull requests, and does what people answer there. */
package io.meshinfra.review;
