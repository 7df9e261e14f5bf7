using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ServiceRouter.Conversations;

/// <summary>
/// The secret that lets a browser back into its conversation: the conversation's id and 256 random bits. Only a hash is stored,
/// so that a copy of the database opens no conversation.
/// </summary>
public sealed record ConversationKey(Guid ConversationId, string Secret)
{
    private const int SecretLength = 43;

    /// <summary>A key that no conversation has yet.</summary>
    public static ConversationKey New() => new(MassTransit.NewId.NextGuid(), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    internal string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

    /// <summary>As kept in the cookie.</summary>
    public override string ToString() => $"{ConversationId:N}.{Secret}";

    /// <summary>Null when it is not a key.</summary>
    public static ConversationKey? Parse(string? text)
    {
        if (text is not { Length: 33 + SecretLength } || text[32] != '.' || !Guid.TryParseExact(text.AsSpan(0, 32), "N", out var id)) return null;
        return text.AsSpan(33).IndexOfAnyExcept(KeySigns) < 0 ? new ConversationKey(id, text[33..]) : null;
    }

    internal bool Opens(Conversation conversation) =>
        conversation.Id == ConversationId
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(conversation.KeyHash));

    private static readonly System.Buffers.SearchValues<char> KeySigns =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
