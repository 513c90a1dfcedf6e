// OpenSSL's handles, closing themselves; its error queue; and the native half of our types.
//
// Internal: only this folder, and by the exceptions named in src/README.md ca (CMP), practice (the
// CA's CMP and OCSP), net and serve (TLS) include it.
#pragma once

#include "crypto/certificate.h"
#include "crypto/crl.h"

#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace koltamga::crypto {

template <auto Free>
struct Closer {
    template <class T>
    void operator()(T* handle) const noexcept {
        Free(handle);
    }
};

inline void close_general_names(GENERAL_NAMES* names) noexcept {
    GENERAL_NAMES_free(names);
}
inline void close_certificates(STACK_OF(X509) * stack) noexcept {
    sk_X509_pop_free(stack, X509_free);
}
inline void close_crls(STACK_OF(X509_CRL) * stack) noexcept {
    sk_X509_CRL_pop_free(stack, X509_CRL_free);
}
inline void close_openssl(void* memory) noexcept {
    OPENSSL_free(memory);
}

using PkeyPtr = std::unique_ptr<EVP_PKEY, Closer<EVP_PKEY_free>>;
using PkeyCtxPtr = std::unique_ptr<EVP_PKEY_CTX, Closer<EVP_PKEY_CTX_free>>;
using MdPtr = std::unique_ptr<EVP_MD, Closer<EVP_MD_free>>;
using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, Closer<EVP_MD_CTX_free>>;
using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, Closer<EVP_CIPHER_CTX_free>>;
using KdfPtr = std::unique_ptr<EVP_KDF, Closer<EVP_KDF_free>>;
using KdfCtxPtr = std::unique_ptr<EVP_KDF_CTX, Closer<EVP_KDF_CTX_free>>;
using BioPtr = std::unique_ptr<BIO, Closer<BIO_free_all>>;
using BignumPtr = std::unique_ptr<BIGNUM, Closer<BN_clear_free>>;
using X509Ptr = std::unique_ptr<X509, Closer<X509_free>>;
using X509ReqPtr = std::unique_ptr<X509_REQ, Closer<X509_REQ_free>>;
using X509CrlPtr = std::unique_ptr<X509_CRL, Closer<X509_CRL_free>>;
using X509NamePtr = std::unique_ptr<X509_NAME, Closer<X509_NAME_free>>;
using X509StorePtr = std::unique_ptr<X509_STORE, Closer<X509_STORE_free>>;
using X509StoreCtxPtr = std::unique_ptr<X509_STORE_CTX, Closer<X509_STORE_CTX_free>>;
using X509StackPtr = std::unique_ptr<STACK_OF(X509), Closer<close_certificates>>;
using X509CrlStackPtr = std::unique_ptr<STACK_OF(X509_CRL), Closer<close_crls>>;
using CmsPtr = std::unique_ptr<CMS_ContentInfo, Closer<CMS_ContentInfo_free>>;
using Asn1ObjectPtr = std::unique_ptr<ASN1_OBJECT, Closer<ASN1_OBJECT_free>>;
using Asn1IntegerPtr = std::unique_ptr<ASN1_INTEGER, Closer<ASN1_INTEGER_free>>;
using Asn1TimePtr = std::unique_ptr<ASN1_TIME, Closer<ASN1_TIME_free>>;
using Asn1OctetsPtr = std::unique_ptr<ASN1_OCTET_STRING, Closer<ASN1_OCTET_STRING_free>>;
using OpensslMemory = std::unique_ptr<unsigned char, Closer<close_openssl>>;

// Certificates as OpenSSL lists them.
X509StackPtr stack_of(std::span<const Certificate> certificates);

// A call that only a bug or missing memory makes fail.
class OpensslError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Empties this thread's error queue at both ends of a block: what fails here is our failure, not
// the next caller's.
class ErrorQueue {
  public:
    ErrorQueue() { ERR_clear_error(); }
    ~ErrorQueue() { ERR_clear_error(); }
    ErrorQueue(const ErrorQueue&) = delete;
    ErrorQueue& operator=(const ErrorQueue&) = delete;
};

// The first error's library and reason in OpenSSL's words, spaces as hyphens ("asn1-wrong-tag");
// "unknown" when there is none. Empties the queue.
std::string take_error();

// Throws OpensslError naming the call when it failed.
void must(bool worked, const char* call);
template <class Pointer>
Pointer must_have(Pointer pointer, const char* call) {
    must(static_cast<bool>(pointer), call);
    return pointer;
}

// The DER of anything that has an i2d function.
template <class T>
Bytes to_der(int (*i2d)(const T*, unsigned char**), const T* object) {
    const int size = i2d(object, nullptr);
    must(size > 0, "i2d");
    Bytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    must(i2d(object, &at) == size, "i2d");
    return der;
}

// Reads DER and tells whether anything stood after it.
template <class Pointer, class T>
Pointer from_der(T* (*d2i)(T**, const unsigned char**, long), BytesView der, bool& all_read) {
    const unsigned char* at = der.data();
    Pointer object(d2i(nullptr, &at, static_cast<long>(der.size())));
    all_read = object && at == der.data() + der.size();
    return object;
}

BioPtr reading_bio(BytesView content); // the content outlives it
BioPtr writing_bio();
Bytes content_of(BIO* bio);

Instant instant_of(const ASN1_TIME* time, bool& readable);
Asn1TimePtr asn1_time(Instant instant);
// Dotted; empty for one so long (over 586 octets) that the library does not spell it out.
std::string oid_text(const ASN1_OBJECT* object);
Asn1ObjectPtr object_named(const std::string& name_or_oid); // nothing when unknown
Result<X509NamePtr> native_name(const Name& name);          // crypto.name-refused
Name name_from(const X509_NAME* name);

struct PublicKey::Handle {
    PkeyPtr key;
};
struct KeyPair::Handle {
    PkeyPtr key;
};

// The way between our types and OpenSSL's. Borrowed pointers live as long as their object.
struct Native {
    static EVP_PKEY* key(const KeyPair& pair) { return pair.handle_->key.get(); }
    // For one use. From the first signature on the library keeps an RSA key's primes a second time,
    // in its ordinary heap, until that key is freed: so it is a copy that signs, and goes.
    static PkeyPtr passing_copy(const KeyPair& pair);
    static EVP_PKEY* key(const PublicKey& key) { return key.handle_->key.get(); }
    static X509* certificate(const Certificate& certificate);
    static X509_CRL* crl(const Crl& crl);
    static KeyPair key_pair(PkeyPtr key);
    static PublicKey public_key(PkeyPtr key);
    // Fails as Certificate::parse does.
    static Result<Certificate> certificate(X509Ptr certificate);
    static Result<Certificate> copy(const X509* certificate);
};

} // namespace koltamga::crypto
