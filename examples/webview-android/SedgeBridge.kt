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
 * The native side of Sedge's bridge (docs/webviews.md): shares consent, identity and session with Sedge on the pages of one
 * origin, in one webview. Messages from the page must not leave the device.
 *
 * @param origin scheme, host and port of the trusted pages, such as `https://shop.example`.
 * @param hostScript the text of sedge-host.js.
 * @param onMessage is called on the main thread with each message from the page, which has a `type`.
 */
class SedgeBridge(
    private val origin: String,
    private val hostScript: String,
    private val onMessage: (JSONObject) -> Unit,
) : WebViewCompat.WebMessageListener {
    private val nonce = ByteArray(24).also { SecureRandom().nextBytes(it) }
        .let { Base64.encodeToString(it, Base64.URL_SAFE or Base64.NO_WRAP or Base64.NO_PADDING) }

    /** Replies to the page that sent the last message; null before the first message. */
    private var reply: JavaScriptReplyProxy? = null

    /**
     * Adds the bridge. Call it before the first page loads.
     * Returns false if the system's WebView is too old to restrict the bridge to origins; pages then work without the bridge.
     */
    @SuppressLint("SetJavaScriptEnabled")
    fun install(webView: WebView): Boolean {
        val isSupported = WebViewFeature.isFeatureSupported(WebViewFeature.WEB_MESSAGE_LISTENER) &&
            WebViewFeature.isFeatureSupported(WebViewFeature.DOCUMENT_START_SCRIPT)
        if (!isSupported) return false
        webView.settings.javaScriptEnabled = true
        webView.settings.domStorageEnabled = true
        val origins = setOf(origin)
        WebViewCompat.addWebMessageListener(webView, "sedgeBridge", origins, this)
        val script = hostScript.replace("%NONCE%", nonce).replace("%ORIGINS%", origin)
        WebViewCompat.addDocumentStartJavaScript(webView, script, origins)
        return true
    }

    /** Sends a message to the open page. Does nothing before the page has sent its first message. */
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
        // The origin rules also let this origin's frames through.
        if (!isMainFrame || sourceOrigin.toString() != origin) return
        val parsed = read(message.data ?: return) ?: return
        reply = replyProxy
        onMessage(parsed)
    }

    private fun read(text: String): JSONObject? {
        if (text.length > MAX_MESSAGE_CHARS) return null
        val message = try {
            JSONObject(text)
        } catch (_: JSONException) {
            return null
        }
        val received = message.optString("nonce").toByteArray()
        val isPage = MessageDigest.isEqual(received, nonce.toByteArray()) && message.optInt("sedge") == VERSION
        return message.takeIf { isPage && it.optString("type").isNotEmpty() }
    }

    companion object {
        const val VERSION = 1

        /** Longest accepted message: twenty ledger entries of 25 KB. */
        private const val MAX_MESSAGE_CHARS = 1_000_000
    }
}
