<?php
function part(string $bytes): string {
    return sodium_bin2base64($bytes, SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
}

/**
 * A proof that the tokens are of the account that is signed in. $secret: the content of login.key. $tokens: what your server knows to be
 * the account's, never what the request says.
 */
function proof_of_control(string $secret, string $site, string $purpose, array $tokens): string {
    $seed = sodium_base642bin(trim($secret), SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
    $pair = sodium_crypto_sign_seed_keypair($seed);
    $header = ['alg' => 'EdDSA', 'typ' => 'JWT', 'kid' => part(sodium_crypto_sign_publickey($pair))];
    $iat = time();
    $claims = ['aud' => $site, 'purpose' => $purpose, 'tokens' => $tokens,
        'jti' => bin2hex(random_bytes(16)), 'iat' => $iat, 'exp' => $iat + 120];
    $text = part(json_encode($header)) . '.' . part(json_encode($claims));
    return $text . '.' . part(sodium_crypto_sign_detached($text, sodium_crypto_sign_secretkey($pair)));
}
