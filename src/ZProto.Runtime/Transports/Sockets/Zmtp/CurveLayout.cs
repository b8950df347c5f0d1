namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Where things are in the commands of CURVE, counted from after the command's name.</summary>
/// <remarks>Source: ZeroMQ RFC 26 (CurveZMQ), "CurveZMQ Commands".</remarks>
internal static class CurveLayout
{
    public const int HelloSize = 194;
    public const int HelloTextSize = 64;
    public const int WelcomeSize = 160;
    public const int WelcomeTextSize = 128;
    public const int CookieTextSize = 64;
    public const int MinInitiateSize = 248;
    public const int VouchTextSize = 64;
    public const int MinReadySize = 24;

    // HELLO
    public static ReadOnlySpan<byte> Version => [1, 0];

    public static Range HelloKey => 74..106;

    public static Range HelloNonce => 106..114;

    public static Range HelloBox => 114..194;

    // The cookie, in WELCOME's box and in INITIATE
    public static Range CookieNonce => 0..16;

    public static Range CookieBox => 16..96;

    // INITIATE
    public static Range Cookie => 0..96;

    public static Range InitiateNonce => 96..104;

    public static Range InitiateBox => 104..;

    // What INITIATE's box holds
    public static Range ClientKey => 0..32;

    public static Range VouchNonce => 32..48;

    public static Range VouchBox => 48..128;

    public static Range InitiateMetadata => 128..;
}
