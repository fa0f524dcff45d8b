/** The reference pages, made from the program itself. */
package io.meshinfra.cli.docs;
