# SPDX-License-Identifier: GPL-3.0-or-later
"""The messages of OpenTelemetry's logs, for the JSON reader of protocol buffers.

Only names, numbers and types, as opentelemetry.proto.logs.v1 has them; the reader is Debian's, and
refuses every name and type that is not here.
"""

import json

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

MESSAGES = {
    'AnyValue': ['1 string string_value', '2 bool bool_value', '3 int64 int_value',
                 '4 double double_value', '5 ArrayValue array_value', '6 KeyValueList kvlist_value',
                 '7 bytes bytes_value'],
    'ArrayValue': ['1 repeated AnyValue values'],
    'KeyValueList': ['1 repeated KeyValue values'],
    'KeyValue': ['1 string key', '2 AnyValue value'],
    'Resource': ['1 repeated KeyValue attributes', '2 uint32 dropped_attributes_count'],
    'InstrumentationScope': ['1 string name', '2 string version', '3 repeated KeyValue attributes',
                             '4 uint32 dropped_attributes_count'],
    'LogRecord': ['1 fixed64 time_unix_nano', '11 fixed64 observed_time_unix_nano',
                  '2 int32 severity_number', '3 string severity_text', '5 AnyValue body',
                  '6 repeated KeyValue attributes', '7 uint32 dropped_attributes_count',
                  '8 fixed32 flags', '9 bytes trace_id', '10 bytes span_id',
                  '12 string event_name'],
    'ScopeLogs': ['1 InstrumentationScope scope', '2 repeated LogRecord log_records',
                  '3 string schema_url'],
    'ResourceLogs': ['1 Resource resource', '2 repeated ScopeLogs scope_logs',
                     '3 string schema_url'],
    'ExportLogsServiceRequest': ['1 repeated ResourceLogs resource_logs'],
}


def make_field(message, text):
    words = text.split()
    field = message.field.add(number=int(words[0]), name=words[-1])
    repeated = words[1] == 'repeated'
    kind = words[-2]
    field.label = field.LABEL_REPEATED if repeated else field.LABEL_OPTIONAL
    if kind in MESSAGES:
        field.type = field.TYPE_MESSAGE
        field.type_name = f'.logs.{kind}'
    else:
        field.type = getattr(field, f'TYPE_{kind.upper()}')
    return field


def make_request_class():
    file = descriptor_pb2.FileDescriptorProto(name='logs.proto', package='logs', syntax='proto3')
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        if name == 'AnyValue':
            message.oneof_decl.add(name='value')
        for text in fields:
            field = make_field(message, text)
            if name == 'AnyValue':
                field.oneof_index = 0
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    descriptor = pool.FindMessageTypeByName('logs.ExportLogsServiceRequest')
    if hasattr(message_factory, 'GetMessageClass'):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


REQUEST = make_request_class()


def read_records(line):
    """The records of one request, after a way through the binary form as well."""
    request = REQUEST()
    json_format.Parse(line, request)
    again = REQUEST.FromString(request.SerializeToString())
    assert again == request
    check_names(json.loads(line))
    return [record for resource in request.resource_logs for scope in resource.scope_logs
            for record in scope.log_records]


def check_names(value):
    """The reader also takes names_like_this, which OTLP doesn't allow."""
    if isinstance(value, list):
        for element in value:
            check_names(element)
    elif isinstance(value, dict):
        for name, member in value.items():
            assert '_' not in name, name
            check_names(member)


def any_to_python(value):
    kind = value.WhichOneof('value')
    if kind is None:
        return None
    if kind == 'array_value':
        return [any_to_python(element) for element in value.array_value.values]
    if kind == 'kvlist_value':
        return to_python(value.kvlist_value.values)
    return getattr(value, kind)


def to_python(pairs):
    return {pair.key: any_to_python(pair.value) for pair in pairs}


def rounded(value):
    """JSON with its fractions as text, as doubles instead."""
    if isinstance(value, list):
        return [rounded(element) for element in value]
    if isinstance(value, dict):
        return {name: rounded(member) for name, member in value.items()}
    if isinstance(value, Fraction):
        return float(value)
    return value


class Fraction(str):
    """A number that was not an integer, as it was written."""
