package example.shop

import android.annotation.SuppressLint
import android.net.Uri
import android.util.Base64
import android.webkit.WebView
import androidx.webkit.JavaScriptReplyProxy
import androidx.webkit.WebMessageCompat
import androidx.webkit.WebViewCompat
import androidx.webkit.WebViewFeature
import java.security.MessageDigest
import java.security.SecureRandom
import org.json.JSONException
import org.json.JSONObject

/**
 * The native end of Sedge's bridge (docs/webviews.md): shares consent, identity and session with the Sedge of the pages of one
 * origin, in one webview. Nothing that it hears may be sent on: it is the device's.
 *
 * @param origin scheme, host and port of the pages that are trusted, such as `https://shop.example`.
 * @param hostScript the text of sedge-host.js.
 * @param seen is called on the main thread with each message of the page, which has a `type`.
 */
class SedgeBridge(
    private val origin: String,
    private val hostScript: String,
    private val seen: (JSONObject) -> Unit,
) : WebViewCompat.WebMessageListener {
    private val nonce = ByteArray(24).also { SecureRandom().nextBytes(it) }
        .let { Base64.encodeToString(it, Base64.URL_SAFE or Base64.NO_WRAP or Base64.NO_PADDING) }

    /** The way back to the page that spoke last; none before a page has. */
    private var reply: JavaScriptReplyProxy? = null

    /**
     * Adds the bridge; call it before the first page is loaded.
     * Returns false where the system's WebView is too old for a bridge that knows its origins: the pages then work by themselves.
     */
    @SuppressLint("SetJavaScriptEnabled")
    fun install(webView: WebView): Boolean {
        val isKnown = WebViewFeature.isFeatureSupported(WebViewFeature.WEB_MESSAGE_LISTENER) &&
            WebViewFeature.isFeatureSupported(WebViewFeature.DOCUMENT_START_SCRIPT)
        if (!isKnown) return false
        webView.settings.javaScriptEnabled = true
        webView.settings.domStorageEnabled = true
        val origins = setOf(origin)
        WebViewCompat.addWebMessageListener(webView, "sedgeBridge", origins, this)
        val script = hostScript.replace("%NONCE%", nonce).replace("%ORIGINS%", origin)
        WebViewCompat.addDocumentStartJavaScript(webView, script, origins)
        return true
    }

    /** Says something to the page that is open; nothing before it has said that it is ready. */
    fun send(message: JSONObject) {
        message.put("sedge", VERSION).put("nonce", nonce)
        reply?.postMessage(message.toString())
    }

    override fun onPostMessage(
        view: WebView,
        message: WebMessageCompat,
        sourceOrigin: Uri,
        isMainFrame: Boolean,
        replyProxy: JavaScriptReplyProxy,
    ) {
        // The rules have let through this origin alone, its frames included.
        if (!isMainFrame || sourceOrigin.toString() != origin) return
        val said = read(message.data ?: return) ?: return
        reply = replyProxy
        seen(said)
    }

    private fun read(text: String): JSONObject? {
        if (text.length > MAX_MESSAGE_CHARS) return null
        val message = try {
            JSONObject(text)
        } catch (_: JSONException) {
            return null
        }
        val said = message.optString("nonce").toByteArray()
        val isPage = MessageDigest.isEqual(said, nonce.toByteArray()) && message.optInt("sedge") == VERSION
        return message.takeIf { isPage && it.optString("type").isNotEmpty() }
    }

    companion object {
        const val VERSION = 1

        /** Longest message that is read: twenty ledger entries of 25 KB. */
        private const val MAX_MESSAGE_CHARS = 1_000_000
    }
}
