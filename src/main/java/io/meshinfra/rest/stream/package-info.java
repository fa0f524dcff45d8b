/** Events as they happen, without gap and without duplicate. */
package io.meshinfra.rest.stream;
