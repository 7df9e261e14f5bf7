namespace ServiceRouter.PhoneSimulator.Messages;

/// <summary>How many parts a text needs: GSM 03.38 with 160 or 153 characters, else UCS-2 with 70 or 67.</summary>
internal static class MessageParts
{
    private const string Basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private const string Escaped = "^{}\\[~]|€\f";

    public static int Count(string text)
    {
        if (text.Length == 0)
            return 1;
        var isGsm = text.All(letter => Basic.Contains(letter, StringComparison.Ordinal) || Escaped.Contains(letter, StringComparison.Ordinal));
        var (length, alone, each) = isGsm
            ? (text.Length + text.Count(letter => Escaped.Contains(letter, StringComparison.Ordinal)), 160, 153)
            : (text.Length, 70, 67);
        return length <= alone ? 1 : (length + each - 1) / each;
    }
}
