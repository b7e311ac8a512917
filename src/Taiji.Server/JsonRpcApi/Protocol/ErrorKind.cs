namespace Taiji.Server.JsonRpcApi.Protocol;

/// <summary>The errors that clients can meet: number, literal token, and the sentence that goes with the token one to one.</summary>
/// <param name="Code">JSON-RPC's number; -32000 for all that the application defines.</param>
/// <param name="Type">The literal token.</param>
/// <param name="Message">The sentence.</param>
internal sealed record ErrorKind(int Code, string Type, string Message)
{
    private const int ParseErrorCode = -32700, InvalidRequestCode = -32600, InvalidParamsCode = -32602, ApplicationCode = -32000;

    public static readonly ErrorKind ParseError = new(ParseErrorCode, "rpc.request.parse_error", "Parse error");
    public static readonly ErrorKind EofParseError = new(ParseErrorCode, "rpc.request.eof_parse_error", "Unexpected end of input");
    public static readonly ErrorKind MultipartBroken = new(ParseErrorCode, "rpc.request.multipart_broken", "Multipart broken");
    public static readonly ErrorKind InvalidRequest = new(InvalidRequestCode, "rpc.request.invalid", "Invalid request");
    public static readonly ErrorKind TooBig = new(InvalidRequestCode, "rpc.request.too_big", "Request too big");
    public static readonly ErrorKind RequestMethodDenied = new(InvalidRequestCode, "rpc.request.method_denied", "Request method denied");
    public static readonly ErrorKind MethodNotFound = new(-32601, "rpc.method.not_found", "Method not found");
    public static readonly ErrorKind InvalidParams = new(InvalidParamsCode, "rpc.method.invalid_params", "Invalid params");
    public static readonly ErrorKind UnexpectedParams = new(InvalidParamsCode, "rpc.method.unexpected_params", "Unexpected params");
    public static readonly ErrorKind InvalidParamsType = new(InvalidParamsCode, "rpc.method.invalid_params_type", "Invalid params type");
    public static readonly ErrorKind MissingParams = new(InvalidParamsCode, "rpc.method.missing_params", "Missing params");
    public static readonly ErrorKind UnknownParamsValue = new(InvalidParamsCode, "rpc.method.unknown_params_value", "Unknown params value");
    public static readonly ErrorKind Internal = new(-32603, "rpc.internal_error", "Internal error");
    public static readonly ErrorKind Failed = Application("rpc.method.failed", "Method failed");
    public static readonly ErrorKind Denied = Application("rpc.method.denied", "Method denied");
    public static readonly ErrorKind Timeout = Application("rpc.method.timeout", "Method timeout");
    public static readonly ErrorKind MissingSessionId = Application("session.missing_sessionid", "Missing sessionid");
    public static readonly ErrorKind InvalidSessionId = Application("session.invalid_sessionid", "Invalid sessionid");
    public static readonly ErrorKind Overload = Application("session.overload", "Session overload");
    public static readonly ErrorKind CommandNotInitialized = Application("cmd.not_initialized", "Command not initialized");
    public static readonly ErrorKind CdbOperationalNotEnabled = Application("db.cdb_operational_not_enabled", "CDB operational not enabled");
    public static readonly ErrorKind DatabaseLocked = Application("db.locked", "Database locked");
    public static readonly ErrorKind AlreadyExists = Application("data.already_exists", "Already exists");
    public static readonly ErrorKind NotFound = Application("data.not_found", "Not found");
    public static readonly ErrorKind NotWritable = Application("data.not_writable", "Not writable");
    public static readonly ErrorKind DuplicatedChannel = Application("comet.duplicated_channel", "Duplicated channel");
    public static readonly ErrorKind InvalidResult = Application("action.invalid_result", "Invalid result");
    public static readonly ErrorKind ResolveNeeded = Application("trans.resolve_needed", "Resolve needed");
    public static readonly ErrorKind ValidationFailed = Application("trans.validation_failed", "Validation failed");
    public static readonly ErrorKind ConfirmedCommitInProgress = Application("trans.confirmed_commit_in_progress", "Confirmed commit in progress");

    public static readonly ErrorKind ConfirmedCommitOnlyForCandidate =
        Application("trans.confirmed_commit_is_only_valid_for_candidate", "Confirmed commit is only valid for candidate");

    public static readonly ErrorKind ConfirmedCommitNeedsCandidate =
        Application("trans.confirmed_commit_needs_config_writable_through_candidate", "Confirmed commit needs config writable through candidate");

    public static readonly ErrorKind ConfirmedCommitNotInPrivateMode =
        Application("trans.confirmed_commit_not_supported_in_private_mode", "Confirmed commit not supported in private mode");

    private static ErrorKind Application(string type, string message) => new(ApplicationCode, type, message);
}
