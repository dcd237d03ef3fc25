// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
namespace juno::test {

// Keys made for these tests with openssl; they open nothing.
inline const std::string kPrivateKey =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIICXAIBAAKBgQCxGnBLTB+nFrele2PESP5k1U8UPhPnAN/q1GveIiDlJj21ODuT\n"
    "9bXjJXH/brXeMLieZfyGfmAboJzkM+0GZNLnTgt2piDgw/mI3LujhWDZmvGCFllP\n"
    "+39nYo3qWHyXw2A4UDLDT8sq0Umabh6CaUplGWZbgHniBQ/m2eJZORC0HQIDAQAB\n"
    "AoGAXMjsMhbEsoZtWm5Fu40+cldq4cEQLkNADMiTZsJcl5EsXSgD1qWxUDrK+bbn\n"
    "42uFHb9yyIenFHJWIBywPlxOPW8BNpSxg33NTRj1X8jpC0Bl8LORByXAH1OoJ7n/\n"
    "CjiI5ac8NgpUA4rn9Dg76a1ujHaTtenUN2Gnirgy/y0eL6ECQQDjwW06uLFAZvz9\n"
    "Od88ZAtL+jNqKatBEgLfqFXMxmJb9ZKqaHnzvhUFEA32/qijxaD2sHBa7guIOVDa\n"
    "RffDWuXlAkEAxxDzHphXmixIBaITRXRl6hfUVOTVJhi+og02lbJvLQNlS1m8qWvM\n"
    "jRWJGAXWaAbbu5QhyYvbz+m4+eyRDscx2QJBALY5JT6tVMwVWmb0baKw3MT+OzK+\n"
    "ghF+6qOt2HANbdbrpVwIWUJmHAU/8hxjZeQalA2r30kxWjK0wPbSskgwKu0CQHFl\n"
    "yWjTVYvgz8JNunalQO0iV/VoSbei/u1nY4HRHJ3iwlAzNVK5stNnwinqIWIvDfsD\n"
    "/l9GiZgdxx6v0U4+0LkCQCPPw57co8i4UpA9aibHiO7m2Hy2C0Ldjip2yO/6OGlN\n"
    "9MWzVlUDW3zOmzS/Hq1KpBIwQjNhneyOvECkL6bvLkQ=\n"
    "-----END RSA PRIVATE KEY-----\n";
// Of "juno signs this": openssl dgst -sha256 -sign.
inline const std::string kSignature =
    "4115d92635e37acbc0c29cb58ea6f168bd031646f06295af13e722e72b39b437d16ff187045fcae3649b11632b159074e1f9aef68ca6dcd00e41e8971339f63c5830275813adc11aa9d1e264f3f353583a1ac2cefa782c7694b1a25219f5533fd570b2b11ea789f1a471abe23af3272241770231eace7571b88fc1d86e367100";
// The same key, with a passphrase.
inline const std::string kEncryptedKey =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIn5NM04FQkhQCAggA\n"
    "MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBCoHDm69w8WyrKwypA72MXqBIIC\n"
    "gOBX61dFmTFL/VHX6DntoYUc8n2bEFxMs1XCiS9kyop56lsOX7s4rHmR5Tkv9wER\n"
    "bQp8RIlkOJsSRXGt9bs5uGr8rfzLuNh/3V1QzSUokxhPNYjN58dXMTwcv+PWDL3Q\n"
    "d93plUDybCmdj0ovpFvAbjezZKDKpyNCAzqpky3D04+b3flmCWDP/5l4BJNuTvA6\n"
    "fjXltwJxJM/W656KSXi3G3Kei9Rkh6f72dAq6g8WLQVfDMzG1QC9XhhyD+9F6Qyd\n"
    "fZcI5pUlUIk/O8zNgotxrXO7IDB5Ti7PWWgTyrMz0CbVmc4HKmgvwuTPvnQP9EZv\n"
    "OB/imN35FJB5+ax4VfHF75FZ03IQ+in62pUn8Y9ByAlNDFIjerNYUSuP5G2xbGK+\n"
    "C3URNwTz5gTMj97MHRg8u2PutuOm9Qi/mPiiU3LSdM1qfVDAIiGyzloO9SjGh4iR\n"
    "31xbgBKRHQNIL0MD6+0hfAHDDFdTfkV3tHDuZt6sLaSGbJGk0GvczgtHcYabF93o\n"
    "VZsiDHBhIyc8s4j8MdGPglrgoC1TISnuK03JKiCNo9X3ho7MUxP5bFMRVEa0Q2Ac\n"
    "9XjO42XpMbBj7cbjdVzR39fGoCIO/b6f1y7MMvWOUOFTtsvC8iodAh6kG35sZugq\n"
    "5UZW1DvLYu7PKPWjnDaMXusWkzw27cGiR6Fn0zX3/ZvCi6DxyM9Lij1mAfvK9qFh\n"
    "DU9ojfrL5J2s6Ann7Rb96GY8Baa2jjMLv1t4WTWaL4Qu5LBvTY2MZXkosHtU30kV\n"
    "LmP1HHg/GesYJmhGy2CjT+wqn0XllAs3Bkxvtc5VKOLmYfsQ4RexvtJvmQr+aY7V\n"
    "IWZMw99sv0EOstNpg3AzAHg=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
inline const std::string kEllipticKey =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEIDtEPPenThiUR1KP8qxPynUaNGOwCpg3Xr5p0g+iS9aeoAoGCCqGSM49\n"
    "AwEHoUQDQgAEMc1nywKF3VtOS6vwFw8kHTiT/vEBs0vbQkwP5a99Gy1BEzaNgBPc\n"
    "2fiuEW9kb3Xs32BtQhZsfHWlOuDWadxT9Q==\n"
    "-----END EC PRIVATE KEY-----\n";

}  // namespace juno::test
